package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.options.ColorScheme;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.proof.Proof;

@Tag("slow")
class BrowserPublicPagesTest extends ServerTest {

  @LocalServerPort int port;
  @Autowired Proof proof;

  private Browsing browsing;

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void pagesForEverybodyAreReadableByEverybody() throws Exception {
    UUID key = UUID.randomUUID();
    long index =
        proof
            .append(java.util.List.of(new Proof.Entry(key, "{\"kind\":\"test\"}".getBytes())))
            .getFirst();
    org.awaitility.Awaitility.await().until(() -> proof.find(key).isPresent());
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/", "home-visitor");
        visit.open("/login", "login");
        visit.open("/log", "log");
        visit.page.navigate("/log?q=" + (index + 1));
        visit.page.waitForSelector("[data-proof-state=verified]");
        visit.inspect("log-entry");
        visit.open("/about", "about");
        visit.page.navigate("/webjars/nothing");
        visit.forgetComplaints();
        visit.inspect("mishap-404");
      }
    browsing.expectNoProblems();
  }

  @Test
  void whatIsWrongWithAPageIsFound() {
    try (Browsing.Visit visit =
        browsing.visit(new Browsing.Look(390, ColorScheme.LIGHT, "en"), true)) {
      visit.page.navigate("/about");
      visit.page.evaluate(
          """
          () => {
            console.error("a complaint");
            document.querySelector("main").innerHTML = "<img src='/assets/none.png'><p class='nowrap'>" + "w".repeat(500) + "</p>";
          }
          """);
      visit.inspect("flawed");
    }
    assertThatThrownBy(browsing::expectNoProblems)
        .hasMessageContaining("image-alt")
        .hasMessageContaining("scrolls sideways")
        .hasMessageContaining("a complaint");
  }

  @Test
  void aWrongPasswordIsExplainedAndTheNameIsKept() {
    try (Browsing.Visit visit =
        browsing.visit(new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN"), true)) {
      visit.page.navigate("/login");
      visit.page.fill("#name", "nobody-" + port);
      visit.page.fill("#password", "not the password");
      visit.page.click("main button.go");
      visit.page.waitForSelector(".errors");
      assertThat(visit.page.evaluate("document.activeElement.className")).isEqualTo("errors");
      assertThat(visit.page.inputValue("#name")).isEqualTo("nobody-" + port);
      visit.forgetComplaints();
      visit.inspect("login-wrong");
    }
    browsing.expectNoProblems();
  }
}
