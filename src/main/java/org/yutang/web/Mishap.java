package org.yutang.web;

/// What went wrong.
///
/// @param status the HTTP status
/// @param what happened, in words; empty for the sentence that belongs to the status
/// @param incident under which the log has it; empty unless the fault is ours
public record Mishap(int status, String what, String incident) {}
