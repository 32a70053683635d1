package org.yutang.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// One thing known about a household or person.
///
/// @param value a `Long`, `Double`, `Boolean` or `String`
/// @param from the day from which it holds
public record Fact(
    String name,
    Object value,
    Optional<String> unit,
    LocalDate from,
    Optional<LocalDate> to,
    Source source,
    Instant recordedAt) {}
