package org.yutang.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.yutang.store.HouseSettings;
import org.yutang.store.Words;
import org.yutang.store.Words.Language;

/// Makes the [Screen] of a request, also as a parameter of a controller's method.
@Component
class Screens implements HandlerMethodArgumentResolver {

  /// Holds the reader's choice of language.
  static final String LANGUAGE_COOKIE = "yutang-language";

  private final Templates templates;
  private final Assets assets;
  private final HouseSettings settings;

  Screens(Templates templates, Assets assets, HouseSettings settings) {
    this.settings = settings;
    this.templates = templates;
    this.assets = assets;
  }

  Screen of(HttpServletRequest request) {
    return of(request, null);
  }

  /// @param asked `zh` or `en` for whom the address names the language; else the reader's own
  Screen of(HttpServletRequest request, @Nullable String asked) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (request.getMethod().equals("GET"))
      request.getParameterMap().forEach((name, values) -> query.put(name, List.of(values)));
    return new Screen(
        Words.in(
            "en".equals(asked)
                ? Language.EN
                : "zh".equals(asked) ? Language.ZH : language(request)),
        SecuritySessions.actor().orElse(null),
        request.getRequestURI(),
        query,
        (CsrfToken) request.getAttribute(CsrfToken.class.getName()),
        settings.find(HouseSettings.SYNTHETIC).orElse(""),
        templates,
        assets);
  }

  static Language language(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null)
      for (Cookie cookie : cookies)
        if (cookie.getName().equals(LANGUAGE_COOKIE))
          return cookie.getValue().equals("en") ? Language.EN : Language.ZH;
    if (request.getHeader("Accept-Language") == null) return Language.ZH;
    return Language.best(Collections.list(request.getLocales()));
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Screen.class;
  }

  @Override
  public Screen resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return of((HttpServletRequest) request.getNativeRequest());
  }
}
