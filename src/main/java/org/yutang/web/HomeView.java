package org.yutang.web;

import java.util.List;
import java.util.Optional;
import org.yutang.access.Role;
import org.yutang.giving.Project;
import org.yutang.register.Figures;
import org.yutang.register.Place;
import org.yutang.store.Jobs;

/// The first page.
///
/// @param leaves how many entries the public log has
/// @param shown what visitors see
/// @param desks of the reader's roles
/// @param roles of the reader
/// @param jobs of the reader, the newest first
public record HomeView(
    long leaves,
    Optional<Shown> shown,
    List<HomeDesk> desks,
    List<Held> roles,
    List<Jobs.Job> jobs) {
  public HomeView {
    desks = List.copyOf(desks);
    roles = List.copyOf(roles);
    jobs = List.copyOf(jobs);
  }

  /// What everybody may see.
  ///
  /// @param projects those that were given most
  /// @param premiums that were paid: a number of person-times, not of persons
  public record Shown(List<Project.Entry> projects, long premiums) {
    public Shown {
      projects = List.copyOf(projects);
    }
  }

  /// A role in a place.
  public record Held(Role role, Place place, Figures figures) {}
}
