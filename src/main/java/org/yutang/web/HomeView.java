package org.yutang.web;

import java.util.List;
import org.yutang.access.Role;
import org.yutang.register.Figures;
import org.yutang.register.Place;
import org.yutang.store.Jobs;

/// The first page.
///
/// @param leaves how many entries the public log has
/// @param roles of the reader
/// @param jobs of the reader, the newest first
public record HomeView(long leaves, List<Held> roles, List<Jobs.Job> jobs) {
  public HomeView {
    roles = List.copyOf(roles);
    jobs = List.copyOf(jobs);
  }

  /// A role in a place.
  public record Held(Role role, Place place, Figures figures) {}
}
