package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.yutang.access.AccessRefusal;
import org.yutang.kernel.Refusal;
import org.yutang.market.Buying;
import org.yutang.market.MarketRefusal;

/// The link with which a buyer goes on at another phone. The key stands behind the `#`, so that no
/// server and no log ever reads it there.
@Controller
class BuyerKeyPages {

  private final Buying buying;
  private final BuyerKeys keys;

  BuyerKeyPages(Buying buying, BuyerKeys keys) {
    this.buying = buying;
    this.keys = keys;
  }

  @GetMapping("/market/key")
  View show(Screen s, HttpServletRequest request, HttpServletResponse response) {
    return show(s, HttpStatus.OK, request, response, "", "");
  }

  private View show(
      Screen s,
      HttpStatus status,
      HttpServletRequest request,
      HttpServletResponse response,
      String problem,
      String field) {
    BuyerKeys.keepPrivate(response);
    Optional<String> key = keys.find(request);
    String home = ServletUriComponentsBuilder.fromContextPath(request).toUriString();
    return s.page(
        status,
        "buyer-key",
        new BuyerView.Key(
            key.map(each -> home + "/market/key#" + each).orElse(""),
            key.orElse(""),
            problem,
            field,
            keys.inCart(request)));
  }

  @PostMapping("/market/key")
  View enter(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String key) {
    try {
      String text = key.strip();
      keys.bring(request, response, text.substring(text.indexOf('#') + 1));
      return Screen.go("/market/orders?note=market-key-entered");
    } catch (Refusal refusal) {
      if (refusal.code() == AccessRefusal.TOO_MANY_ATTEMPTS)
        response.setHeader("Retry-After", String.valueOf(refusal.facts().get("retryAfterSeconds")));
      HttpStatus status = Mishaps.status(refusal.code().kind());
      return show(s, status, request, response, s.refusal(refusal), "key");
    }
  }

  @PostMapping("/market/forget")
  View forget(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String sure) {
    String key = keys.require(request, response);
    if (sure.isEmpty())
      return show(
          s,
          HttpStatus.UNPROCESSABLE_CONTENT,
          request,
          response,
          s.t("web.market.key.not-sure"),
          "sure");
    try {
      buying.erase(key);
    } catch (Refusal refusal) {
      if (refusal.code() != MarketRefusal.ORDERS_OPEN) throw refusal;
      return show(s, HttpStatus.CONFLICT, request, response, s.refusal(refusal), "sure");
    }
    keys.drop(request, response);
    return Screen.go("/market?note=market-buyer-forgotten");
  }
}
