/// Made-up papers, drawn: hospital bills and identity cards that nobody ever got, as a phone might
/// have taken them.
///
/// Promises: every sheet says 样张 SPECIMEN on its face; the same seed draws the same pixels; glyphs
/// are those of the font that the product brings, because many servers have none installed. What is
/// printed is told beside the picture, so that reading can be measured.
///
/// Owns no tables. Start reading at [org.yutang.specimen.Specimens].
@NullMarked
package org.yutang.specimen;

import org.jspecify.annotations.NullMarked;
