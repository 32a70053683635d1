package org.yutang.web;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.programme.Cases;
import org.yutang.programme.Papers;

/// What changes on pages of a case while its photos are being read.
@Controller
class PaperPages {

  private final Papers papers;
  private final Cases cases;

  PaperPages(Papers papers, Cases cases) {
    this.papers = papers;
    this.cases = cases;
  }

  /// What has been read of the photos by now, for a form that is open.
  @GetMapping("/cases/{id}/proposals")
  View proposals(Screen s, Actor actor, @PathVariable String id) {
    UUID file = Asked.id(id);
    return s.page(
        "part/paper-proposals",
        PaperView.Read.of(
            cases.get(actor, file), cases.kind(actor, file), papers.ofCase(actor, file)));
  }

  /// Nothing while photos are being read; then the page is to be loaded again.
  @GetMapping("/cases/{id}/reading")
  ResponseEntity<Void> reading(Actor actor, @PathVariable String id) {
    return again(papers.ofCase(actor, Asked.id(id)));
  }

  private static ResponseEntity<Void> again(Papers.Findings findings) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.NO_CONTENT);
    return findings.waiting() ? answer.build() : answer.header("HX-Refresh", "true").build();
  }
}
