package org.yutang.web;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.Page;
import org.yutang.programme.Programmes;
import org.yutang.programme.Spent;
import org.yutang.proof.Proof;
import org.yutang.register.Register;
import org.yutang.store.Changes;
import org.yutang.store.Jobs;
import org.yutang.store.Remembered;

/// The first page: what was given and whom it insured for a visitor, a desk for each role of those
/// who have logged in.
@Controller
class HomePages {

  private static final int JOBS_SHOWN = 5;
  private static final int PLACES_SHOWN = 20;

  /// The projects that a visitor sees.
  private static final Page.Wanted FIRST = new Page.Wanted(1, 3);

  private final Register register;
  private final Proof proof;
  private final Jobs jobs;
  private final Giving giving;
  private final Programmes programmes;
  private final List<HomeDesks> desks;
  private final Remembered<Page.Wanted, HomeView.Shown> shown;

  HomePages(
      Register register,
      Proof proof,
      Jobs jobs,
      Giving giving,
      Programmes programmes,
      List<HomeDesks> desks,
      Changes changes) {
    this.register = register;
    this.proof = proof;
    this.jobs = jobs;
    this.giving = giving;
    this.programmes = programmes;
    this.desks = List.copyOf(desks);
    this.shown = new Remembered<>(changes, 1);
  }

  @GetMapping("/")
  View home(Screen s, Optional<Actor> actor) {
    return s.page("home", actor.map(this::inside).orElseGet(this::outside));
  }

  private HomeView outside() {
    return new HomeView(
        proof.size(), Optional.of(shown.get(FIRST, this::shown)), List.of(), List.of(), List.of());
  }

  private HomeView.Shown shown() {
    List<Project.Entry> projects =
        giving
            .projects(
                new Project.Query(
                    "", Optional.empty(), Optional.empty(), Project.Sort.DONATED, true, FIRST))
            .items();
    long premiums =
        programmes.covering().stream()
            .flatMap(programme -> programmes.spent(programme.id()).stream())
            .mapToLong(Spent::premiums)
            .sum();
    return new HomeView.Shown(projects, premiums);
  }

  private HomeView inside(Actor actor) {
    return new HomeView(
        proof.size(),
        Optional.empty(),
        desks.stream().flatMap(each -> each.of(actor).stream()).toList(),
        roles(actor),
        jobs.list(Jobs.Query.newest(Optional.of(actor.account()), new Page.Wanted(1, JOBS_SHOWN)))
            .items());
  }

  private List<HomeView.Held> roles(Actor actor) {
    return actor.grants().stream()
        .sorted(Comparator.comparing(Grant::place).thenComparing(Grant::role))
        .limit(PLACES_SHOWN)
        .flatMap(this::held)
        .toList();
  }

  private Stream<HomeView.Held> held(Grant grant) {
    return register.findPlace(grant.place()).stream()
        .map(place -> new HomeView.Held(grant.role(), place, register.figures(place.code())));
  }
}
