package org.yutang.web;

import java.util.Map;
import org.yutang.access.Audit;
import org.yutang.kernel.Page;

/// Who did what.
///
/// @param places names by code
/// @param accountProblem what is wrong with the account in the filter, or an empty text
public record AuditView(
    Page<Audit.Row> rows, Map<String, String> places, String sort, String accountProblem) {
  public AuditView {
    places = Map.copyOf(places);
  }
}
