/// `./yutang demo`: a county at its published size, made up from a seed, brought in the way real
/// files come in.
///
/// Promises: 35,024 households with 134,882 registered persons in Fengjie county's real villages,
/// 135 of them poor; the same seed gives the same file, byte for byte; names, ages and families are
/// plausible and nobody's (identity numbers lie in an area code that was never given out); every
/// page says so. A demo that is killed half-way goes on when it is started again.
///
/// Owns no tables: everything goes through the rooms' public interfaces. Start reading at
/// [org.yutang.demo.Demo], then `SyntheticCounty` for how the people come about.
@NullMarked
package org.yutang.demo;

import org.jspecify.annotations.NullMarked;
