package org.yutang.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.yutang.kernel.Refusal;

/// What every request of the EPCIS interface passes: whoever wants versions or forms that are not
/// ours hears it at once.
@Component
class EpcisDoor implements HandlerInterceptor, WebMvcConfigurer {

  /// As `GS1-EPC-Format` has it: how things are named in answers.
  static final String EPC_FORMAT = "GS1-EPC-Format";

  static final String LINKS = "Always_GS1_Digital_Link";

  /// As `GS1-CBV-XML-Format` has it: how words of the CBV are written in XML.
  static final String CBV_FORMAT = "GS1-CBV-XML-Format";

  static final String WEB_URI = "Always_Web_URI";

  private static final String NO_PREFERENCE = "No_Preference";

  /// Below the longest head of a request that the server reads.
  private static final int MAX_URI = 6000;

  private static final int[] OURS = {2, 0};

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(this)
        .addPathPatterns(EpcisHeaders.ROOT, EpcisHeaders.ROOT + "/", EpcisHeaders.ROOT + "/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    int length = request.getRequestURI().length() + (query == null ? 0 : query.length());
    if (length > MAX_URI) throw new Refusal(ApiRefusal.URI_TOO_LONG, Map.of("limit", MAX_URI));
    for (String standard : List.of("GS1-EPCIS", "GS1-CBV")) {
      version(request, standard + "-Version", 0);
      version(request, standard + "-Min", -1);
      version(request, standard + "-Max", 1);
    }
    // links cannot be turned into URNs: nobody says where the company's part ends
    oneOf(request, EPC_FORMAT, List.of(NO_PREFERENCE, "Never_Translates", LINKS));
    // words are kept bare, so what they came as is not known any more
    oneOf(request, CBV_FORMAT, List.of(NO_PREFERENCE, "Always_URN", WEB_URI));
    return true;
  }

  /// @param side -1 where ours may be newer, 1 where it may be older
  private static void version(HttpServletRequest request, String header, int side) {
    String wanted = request.getHeader(header);
    if (wanted == null) return;
    if (!wanted.matches("\\d{1,4}(\\.\\d{1,4}){0,3}")) throw notOurs(header, EpcisHeaders.VERSION);
    int compared = compare(wanted);
    if (compared != 0 && Integer.signum(compared) != side)
      throw notOurs(header, EpcisHeaders.VERSION);
  }

  /// By the first two numbers; what follows are corrections.
  private static int compare(String wanted) {
    String[] parts = wanted.split("\\.");
    for (int i = 0; i < OURS.length; i++) {
      int part = i < parts.length ? Integer.parseInt(parts[i]) : 0;
      if (part != OURS[i]) return Integer.compare(part, OURS[i]);
    }
    return 0;
  }

  private static void oneOf(HttpServletRequest request, String header, List<String> known) {
    @Nullable String wanted = request.getHeader(header);
    if (wanted != null && !known.contains(wanted)) throw notOurs(header, String.join(", ", known));
  }

  private static Refusal notOurs(String header, String supported) {
    return new Refusal(ApiRefusal.HEADER_NOT_MET, Map.of("header", header, "supported", supported));
  }
}
