/// The poverty register: places, households, persons, and every fact about them with its source and
/// date.
///
/// Promises: a fact is entered once, with where it came from and from when it holds; a file is
/// imported whole or not at all, and importing it again changes nothing; identity numbers never lie
/// in the database in the clear; nobody sees a household or a person outside the places of their
/// role, names are masked until somebody who may reveals them with a reason, which is audited.
/// Places are public.
///
/// Owns the schema `register`. Start reading at [org.yutang.register.Register] (questions), then
/// [org.yutang.register.Imports] (how rows get in: `Mapping` says what a file means, `ImportRun`
/// carries one through).
@NullMarked
package org.yutang.register;

import org.jspecify.annotations.NullMarked;
