package org.yutang.demo;

import java.time.LocalDate;
import java.util.UUID;

/// What the job `demo.year` is told; the same arguments give the same year.
///
/// @param from the first business day, on which the county was enrolled
/// @param to the last one
/// @param enrolment the job that must have ended before
record YearArgs(
    String county, LocalDate from, LocalDate to, int orders, int claims, UUID enrolment) {}
