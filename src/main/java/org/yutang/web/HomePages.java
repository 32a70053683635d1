package org.yutang.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/// The first page: what this is for a visitor, what there is to do for those who have logged in.
@Controller
class HomePages {

  @GetMapping("/")
  View home(Screen s) {
    return s.page("home", new HomeView(0));
  }
}
