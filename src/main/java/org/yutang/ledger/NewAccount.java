package org.yutang.ledger;

import java.util.UUID;

/// An account to be opened.
///
/// @param id made by the caller, best from a name: `Uuids.named("fund", …)`
/// @param name for statements; no personal data
/// @param mayGoNegative true for the outside world (donors, payees), from which value enters or
///   into which it leaves
public record NewAccount(UUID id, String name, Unit unit, boolean mayGoNegative) {}
