package org.yutang.programme;

import java.time.Instant;
import java.time.LocalDate;

/// What the job `programme.enrol` is told.
///
/// @param startedAt the cause of all its transfers: the same millisecond for everybody, so that ids
///   tell nobody apart
record EnrolmentArgs(
    String programme, String county, int policyYear, LocalDate businessDate, Instant startedAt) {}
