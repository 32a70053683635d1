package org.yutang.web;

import org.yutang.programme.Programme;

/// The form in which a changed definition is tried.
///
/// @param definition the text as typed
/// @param place as typed; `year` likewise
/// @param key of the job
/// @param field that is wrong, or an empty text
public record TrialView(
    Programme programme,
    String definition,
    String place,
    String year,
    String key,
    String field,
    String problem) {

  public String problemOf(String name) {
    return name.equals(field) ? problem : "";
  }
}
