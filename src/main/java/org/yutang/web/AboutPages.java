package org.yutang.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/// What the figures mean, where facts come from and under which licences.
@Controller
class AboutPages {

  @GetMapping("/about")
  View about(Screen s) {
    return s.page("about", "");
  }
}
