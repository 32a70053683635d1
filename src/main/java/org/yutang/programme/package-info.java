/// Programmes as data: who is eligible and why, what is due, who is enrolled, and from which fund
/// it is paid.
///
/// Promises: a programme is a YAML file of a playbook, checked whole at the start, so that a
/// mistake is named with file, line and column and never met in the middle of a county; every
/// verdict says which rule decided on which facts, and is kept with the enrolment; nobody is
/// covered twice in a policy year; no enrolment without its premium held in the ledger, no premium
/// paid without its enrolment, and one leaf of the public log for each, without personal data.
///
/// Owns the schema `programme`. Start reading at [org.yutang.programme.Programmes], then
/// [org.yutang.programme.Verdict]; `EnrolmentJob` is the one action on a whole county.
/// [org.yutang.programme.Cases] is the engine of applications, nominations and claims of any
/// definition, built in the inner package `cases`; the inner package `definition` reads the files.
@NullMarked
package org.yutang.programme;

import org.jspecify.annotations.NullMarked;
