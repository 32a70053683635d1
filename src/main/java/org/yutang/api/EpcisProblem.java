package org.yutang.api;

import jakarta.servlet.http.HttpServletRequest;
import org.yutang.kernel.Refusal;
import org.yutang.trace.TraceRefusal;

/// The standard's names of what may go wrong in the EPCIS interface, which stand as `type` in its
/// problems; `code` is ours, as everywhere.
final class EpcisProblem {

  private static final String START = "epcisException:";

  private EpcisProblem() {}

  static boolean isOf(HttpServletRequest request) {
    return request.getRequestURI().startsWith(EpcisHeaders.ROOT);
  }

  static String type(Refusal.Code code, boolean reading) {
    return START + name(code, reading);
  }

  private static String name(Refusal.Code code, boolean reading) {
    int status = Problems.status(code);
    if (status >= 500) return "ImplementationException";
    return switch (status) {
      case 401, 403 -> "SecurityException";
      case 404 -> "NoSuchNameException";
      case 406 -> "NotAcceptableException";
      case 409 -> "ResourceAlreadyExistsException";
      case 413 -> reading ? "QueryTooLargeException" : "CaptureLimitExceededException";
      case 414 -> "URITooLongException";
      case 415 -> "UnsupportedMediaTypeException";
      default -> invalid(code);
    };
  }

  private static String invalid(Refusal.Code code) {
    return switch (code) {
      case TraceRefusal.BAD_PARAMETER,
          TraceRefusal.UNKNOWN_PARAMETER,
          TraceRefusal.BAD_PAGE_TOKEN ->
          "QueryParameterException";
      case TraceRefusal.BAD_SCHEDULE -> "SubscriptionControlsException";
      default -> "ValidationException";
    };
  }
}
