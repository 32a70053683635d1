package org.yutang.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/// Remembers the reader's language and goes back to where they were.
@Controller
class LanguagePages {

  @GetMapping("/language")
  View choose(
      @RequestParam String to,
      @RequestParam(defaultValue = "/") String back,
      HttpServletResponse response) {
    ResponseCookie cookie =
        ResponseCookie.from(Screens.LANGUAGE_COOKIE, to.equals("en") ? "en" : "zh")
            .path("/")
            .maxAge(Duration.ofDays(400))
            .httpOnly(true)
            .sameSite("Lax")
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    return Screen.go(SecurityPages.localPath(back));
  }
}
