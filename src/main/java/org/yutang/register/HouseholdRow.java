package org.yutang.register;

import java.util.Optional;
import org.yutang.kernel.PlaceCode;

/// A line of a list of households. `number` is what its source calls it; `headName` is masked.
public record HouseholdRow(
    HouseholdId id,
    String number,
    Optional<String> headName,
    PlaceCode village,
    String villageName,
    PlaceCode county,
    int size,
    PovertyStatus status) {}
