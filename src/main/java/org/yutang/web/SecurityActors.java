package org.yutang.web;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Peer;
import org.yutang.kernel.Refusal;

/// Gives controllers, of pages and of the API, what they ask for in their parameters: `Actor`
/// (refused with [AccessRefusal#NOT_LOGGED_IN] when there is none), `Optional<Actor>` on public
/// pages, and [Peer].
@Configuration
class SecurityActors implements WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new Resolver());
  }

  private static final class Resolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      Class<?> type = parameter.getParameterType();
      return type == Actor.class || type == Peer.class || isOptionalActor(parameter);
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      if (parameter.getParameterType() == Peer.class)
        return java.util.Objects.requireNonNull(
            request.getAttribute(SecurityPeer.ATTRIBUTE, NativeWebRequest.SCOPE_REQUEST));
      Optional<Actor> actor = SecuritySessions.actor();
      return isOptionalActor(parameter)
          ? actor
          : actor.orElseThrow(() -> new Refusal(AccessRefusal.NOT_LOGGED_IN));
    }

    private static boolean isOptionalActor(MethodParameter parameter) {
      return parameter.getParameterType() == Optional.class
          && parameter.nested().getNestedParameterType() == Actor.class;
    }
  }
}
