/// The engine of cases. [SqlCases] opens the transaction and shows what became of it; `CaseFiling`,
/// `CaseReview`, `CasePanel` and `CaseReports` are the four sides of a command, [CaseStep] what
/// each begins and ends with; `CaseMoney` takes money and seats in the ledger and pays. What can be
/// computed without a database stands apart and pure: `Answers`, `Due`, `Placing`.
@NullMarked
package org.yutang.programme.cases;

import org.jspecify.annotations.NullMarked;
