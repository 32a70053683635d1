package org.yutang.register;

import java.time.LocalDate;
import java.util.Optional;

/// A household's status from a day on, up to (not including) the day of the next one.
public record StatusPeriod(
    PovertyStatus status, LocalDate from, Optional<LocalDate> to, Source source) {}
