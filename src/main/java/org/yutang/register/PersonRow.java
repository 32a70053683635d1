package org.yutang.register;

import java.util.Optional;
import org.yutang.kernel.PlaceCode;

/// A line of a list of persons.
///
/// @param name masked; empty where the source gave none
/// @param idNumber masked, such as `500***********1234`; empty where there is none
/// @param age in whole years, today
public record PersonRow(
    PersonId id,
    HouseholdId household,
    Optional<String> name,
    Optional<String> idNumber,
    Sex sex,
    Optional<Integer> age,
    Relation relation,
    boolean head,
    PlaceCode village,
    String villageName,
    PlaceCode county,
    PovertyStatus status) {}
