# Makes the fonts of src/main/resources/fonts from Noto Sans CJK: GB 2312, Latin, and the rare signs of place names.
# Usage: python3 make-fonts.py NotoSansCJK-Regular.ttc YutangSans-Regular.ttf "Yutang Sans" (needs fontTools)
import os, sys
from fontTools.ttLib import TTFont, TTCollection, newTable
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
src,out,name=sys.argv[1:4]
c=TTCollection(src)
f=next(x for x in c.fonts if 'CJK SC' in x['name'].getDebugName(1))
chars=set(range(0x20,0x7f))|set(range(0xa0,0x180))|set(map(ord,'–—‘’“”…·•‰′″←↑→↓×÷±≤≥≠≈√％￥¥€№℃、。《》「」『』【】〔〕〈〉（），．：；！？～－／●○■□▲△▼▽◆◇★☆①②③④⑤⑥⑦⑧⑨⑩亩'))
for hi in range(0xb0,0xf8):
    for lo in range(0xa1,0xff):
        try: chars.add(ord(bytes([hi,lo]).decode('gb2312')))
        except Exception: pass
# rare signs of place names follow
o=subset.Options(); o.layout_features=['kern','liga']; o.name_IDs=['*']; o.notdef_outline=True; o.hinting=False; o.desubroutinize=True; o.drop_tables+=['vhea','vmtx','VORG','BASE','GPOS','GSUB']
extra=open(os.path.join(os.path.dirname(__file__),'rare-place-signs.txt'),encoding='utf8').read()
chars|=set(map(ord,extra))
s=subset.Subsetter(o); s.populate(unicodes=[x for x in chars if x>=0x20]); s.subset(f)
order=f.getGlyphOrder(); gs=f.getGlyphSet(); glyphs={}
for g in order:
    p=TTGlyphPen(gs); gs[g].draw(Cu2QuPen(p,1.0,reverse_direction=True)); glyphs[g]=p.glyph()
f['loca']=newTable('loca'); f['glyf']=gl=newTable('glyf'); gl.glyphOrder=order; gl.glyphs=glyphs
if hasattr(gl,'_reverseGlyphOrder'): del gl._reverseGlyphOrder
gl.compile(f)
for g in order:
    adv,_=f['hmtx'][g]; f['hmtx'][g]=(adv, getattr(glyphs[g],'xMin',0))
m=f['maxp']; m.tableVersion=0x00010000
m.maxZones=1; m.maxTwilightPoints=m.maxStorage=m.maxFunctionDefs=m.maxInstructionDefs=m.maxStackElements=m.maxSizeOfInstructions=0
m.maxComponentElements=max([len(x.components) if hasattr(x,'components') else 0 for x in glyphs.values()])
m.compile(f)
p=f['post']; p.formatType=3.0; p.extraNames=[]; p.mapping={}; p.glyphOrder=order
del f['CFF ']
if 'VORG' in f: del f['VORG']
for r in list(f['name'].names):
    if r.nameID in (1,16): r.string=name
    elif r.nameID==4: r.string=name+' Regular'
    elif r.nameID==6: r.string=name.replace(' ','')+'-Regular'
    elif r.nameID==3: r.string=name.replace(' ','')+' 1.0'
f['name'].names=[r for r in f['name'].names if r.platformID==3 and r.langID==0x409]
f.sfntVersion='\000\001\000\000'
f.save(out)
for r in TTFont(out)['name'].names:
    if r.nameID in (0,5,7,13,14): print(r.nameID,str(r)[:200])
