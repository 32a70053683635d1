package org.yutang.programme;

import java.util.Map;
import org.yutang.kernel.Money;

/// What one run over a county did; the result of the job `programme.enrol`.
///
/// @param persons who were looked at
/// @param enrolled by this run
/// @param already enrolled by an earlier run
/// @param withoutFunds eligible, and waiting for funds after this run
/// @param notEligibleByRule a person who fails two rules counts in both
/// @param premiums what this run's enrolments cost
public record EnrolmentResult(
    long persons,
    long eligible,
    long enrolled,
    long already,
    long notEligible,
    long withoutFunds,
    Map<String, Long> notEligibleByRule,
    Money premiums) {}
