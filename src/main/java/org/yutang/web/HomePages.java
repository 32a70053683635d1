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
import org.yutang.kernel.Page;
import org.yutang.proof.Proof;
import org.yutang.register.Register;
import org.yutang.store.Jobs;

/// The first page: what this is for a visitor, what there is to do for those who have logged in.
@Controller
class HomePages {

  private static final int JOBS_SHOWN = 5;
  private static final int PLACES_SHOWN = 20;

  private final Register register;
  private final Proof proof;
  private final Jobs jobs;

  HomePages(Register register, Proof proof, Jobs jobs) {
    this.register = register;
    this.proof = proof;
    this.jobs = jobs;
  }

  @GetMapping("/")
  View home(Screen s, Optional<Actor> actor) {
    List<HomeView.Held> roles = actor.map(this::roles).orElse(List.of());
    List<Jobs.Job> recent =
        actor
            .map(
                who ->
                    jobs.list(
                            Jobs.Query.newest(
                                Optional.of(who.account()), new Page.Wanted(1, JOBS_SHOWN)))
                        .items())
            .orElse(List.of());
    return s.page("home", new HomeView(proof.size(), roles, recent));
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
