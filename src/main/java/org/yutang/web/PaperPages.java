package org.yutang.web;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.programme.Papers;

/// What changes on pages of a claim while its photos are being read.
@Controller
class PaperPages {

  private final Papers papers;

  PaperPages(Papers papers) {
    this.papers = papers;
  }

  /// What has been read of the photos by now, for a form that is open.
  @GetMapping("/claims/{id}/proposals")
  View proposals(Screen s, Actor actor, @PathVariable String id) {
    UUID claim = Asked.id(id);
    return s.page("part/claim-proposals", new PaperView.Proposals(claim, papers.of(actor, claim)));
  }

  /// Nothing while photos are being read; then the page is to be loaded again.
  @GetMapping("/claims/{id}/reading")
  ResponseEntity<Void> reading(Actor actor, @PathVariable String id) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.NO_CONTENT);
    return papers.of(actor, Asked.id(id)).waiting()
        ? answer.build()
        : answer.header("HX-Refresh", "true").build();
  }
}
