/// Photos of bills and identity cards are read, and what they say becomes a proposal.
///
/// The letters come from [Ocr], whose native code runs in a process of its own (`OcrChild` here,
/// `OcrMain` there). What letters mean is pure and stands apart: `Sheet` puts lines into rows,
/// `Labels` finds what stands beside a word, [BillFields] and [IdCardFields] know the papers,
/// [Amounts] and [Days] the notations. `PaperReader` reads one photo after the other in the
/// background; [PaperRows] keeps what was read, sealed, with marks to find the same bill by.
@NullMarked
package org.yutang.programme.reading;

import org.jspecify.annotations.NullMarked;
