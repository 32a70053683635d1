package org.yutang.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;

/// The templates of `src/main/jte`, which the build has turned into classes.
@Component
class Templates {

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.yutang.web.templates");

  View view(HttpStatus status, String template, Screen screen, Object view) {
    return new Rendered(status, template, screen, view);
  }

  /// A template that is not answered as a page.
  String text(String template, Screen screen, Object view) {
    StringOutput output = new StringOutput(32 * 1024);
    engine.render(template + ".jte", Map.of("s", screen, "v", view), output);
    return output.toString();
  }

  /// A page is rendered whole before its first byte goes out, so that a failure becomes a clean
  /// error page.
  private final class Rendered implements View {
    private final HttpStatus status;
    private final String template;
    private final Screen screen;
    private final Object view;

    Rendered(HttpStatus status, String template, Screen screen, Object view) {
      this.status = status;
      this.template = template;
      this.screen = screen;
      this.view = view;
    }

    @Override
    public String getContentType() {
      return "text/html;charset=UTF-8";
    }

    @Override
    public void render(
        @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] bytes = text(template, screen, view).getBytes(StandardCharsets.UTF_8);
      response.setStatus(status.value());
      response.setContentType(getContentType());
      response.setHeader("Content-Language", screen.lang());
      response.addHeader("Vary", "Cookie, Accept-Language");
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }
}
