package org.yutang.demo;

/// Names put together from common family names and common letters of given names, by generation.
final class Names {

  private static final String FAMILY =
      "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃向冉";
  private static final String OLD_MEN = "德国明文建正光大永富贵荣兴发全安福成清学忠义昌茂天元顺";
  private static final String OLD_WOMEN = "秀英兰珍芳桂玉翠素淑琼菊莲香凤云清碧群会先";
  private static final String MEN = "伟强军勇杰涛超明刚平辉鹏华飞鑫波斌浩凯磊亮林峰东海洋建志文";
  private static final String WOMEN = "丽敏静艳娟霞燕玲红梅芬萍琴娜婷莉蓉晓春雪小琼英华";
  private static final String BOYS = "子浩宇轩俊博文梓睿辰泽天航铭皓嘉家豪鑫逸";
  private static final String GIRLS = "梓欣怡涵雨诗佳语嫣思琪婷可馨紫萱雅彤若曦";

  private final Dice dice;

  Names(Dice dice) {
    this.dice = dice;
  }

  /// Frequent family names come first in the list and are drawn more often.
  String family() {
    int letters = FAMILY.length();
    int at = Math.min(dice.between(0, letters - 1), dice.between(0, letters - 1));
    return FAMILY.substring(at, at + 1);
  }

  String given(boolean male, int yearOfBirth) {
    String letters =
        yearOfBirth < 1965
            ? (male ? OLD_MEN : OLD_WOMEN)
            : yearOfBirth < 2003 ? (male ? MEN : WOMEN) : (male ? BOYS : GIRLS);
    String first = dice.letter(letters);
    return dice.chance(yearOfBirth < 1965 ? 0.1 : 0.2) ? first : first + dice.letter(letters);
  }
}
