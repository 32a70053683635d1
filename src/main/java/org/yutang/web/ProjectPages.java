package org.yutang.web;

import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.Trace;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;

/// Projects and single donations, for everybody: what was given, where it went, and the proof.
@Controller
class ProjectPages {

  private final Giving giving;
  private final Programmes programmes;
  private final Proof proof;
  private final ProjectScenes scenes;

  ProjectPages(Giving giving, Programmes programmes, Proof proof, ProjectScenes scenes) {
    this.giving = giving;
    this.programmes = programmes;
    this.proof = proof;
    this.scenes = scenes;
  }

  @GetMapping("/projects")
  View list(Screen s) {
    Sorting<Project.Sort> sort = Sorting.of(s.query("sort"), Project.Sort.DONATED);
    var page =
        giving.projects(
            new Project.Query(
                s.query("q").strip(),
                Optional.empty(),
                Optional.empty(),
                sort.by(),
                sort.descending(),
                Asked.page(s)));
    return s.page(
        "projects",
        new ProjectView.Listed(
            page,
            scenes.places(page.items().stream().map(entry -> entry.project().place())),
            sort.text()));
  }

  @GetMapping("/projects/{id}")
  View one(Screen s, @PathVariable String id) {
    return s.page("project", scenes.of(s, Asked.id(id)));
  }

  /// Where a donor types the number that stands on the order's page.
  @GetMapping("/donations")
  View ask(Screen s) {
    String number = s.query("q").strip();
    Optional<UUID> id = Asked.maybeId(number);
    if (id.isPresent()) return Screen.go("/donations/" + id.get());
    return number.isEmpty()
        ? s.page("donations", new ProjectView.Asked("", ""))
        : s.page(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "donations",
            new ProjectView.Asked(number, s.t("web.donation.bad-number")));
  }

  @GetMapping("/donations/{id}")
  View follow(Screen s, @PathVariable String id) {
    Trace trace = giving.trace(Asked.id(id));
    return s.page(
        "donation",
        new ProjectView.Followed(
            trace,
            giving.getProject(trace.project()).project(),
            programmes.get(trace.programme()),
            trace.merchant().map(giving::merchantName),
            proof.find(trace.sale()),
            proof.verifierKey(),
            scenes.places(trace.premiums().stream().map(Trace.Share::place))));
  }

  /// The receipt of any leaf of a donation's way, without what would show whom it is about.
  @GetMapping("/donations/{id}/receipt")
  ResponseEntity<byte[]> receipt(@PathVariable String id) {
    Proof.Receipt receipt =
        proof.find(Asked.id(id)).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    return LogPages.file(ReceiptDocument.of(receipt, proof.verifierKey()), receipt.index());
  }
}
