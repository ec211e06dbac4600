package org.xinfu.idp.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.xinfu.idp.authorize.Waiting;
import org.xinfu.idp.domain.mandate.Acting;

/** Short forms of what most sessions hold; each takes only what it gives back the same. */
final class SessionForms {
  /** Their order is in every stored session: new ones come last. */
  static final List<Form> ALL =
      List.of(new Words(), new Login(), new Context(), new Csrf(), new WayBack(), new Seats());

  private SessionForms() {}

  /** One kind of value. */
  interface Form {
    boolean takes(Object value);

    void write(DataOutputStream out, Object value) throws IOException;

    Object read(DataInputStream in) throws IOException;
  }

  private static final class Words implements Form {
    @Override
    public boolean takes(Object value) {
      return value instanceof String;
    }

    @Override
    public void write(DataOutputStream out, Object value) throws IOException {
      text(out, (String) value);
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return text(in);
    }
  }

  private static final class Login implements Form {
    @Override
    public boolean takes(Object value) {
      return value instanceof BrowserLogin;
    }

    @Override
    public void write(DataOutputStream out, Object value) throws IOException {
      BrowserLogin login = (BrowserLogin) value;
      text(out, login.sid());
      text(out, login.principal());
      text(out, login.device());
      text(out, login.addressPrefix());
      time(out, login.since());
      Acting acting = login.acting();
      out.writeBoolean(acting != null);
      if (acting != null) {
        text(out, acting.personId());
        text(out, acting.entityId());
        text(out, acting.mandateId());
      }
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return new BrowserLogin(
          text(in),
          text(in),
          text(in),
          text(in),
          time(in),
          in.readBoolean() ? new Acting(text(in), text(in), text(in)) : null);
    }
  }

  /** Who is logged in and by which factors, as the login page leaves it. */
  private static final class Context implements Form {
    @Override
    public boolean takes(Object value) {
      return value instanceof SecurityContextImpl context
          && context.getAuthentication() instanceof UsernamePasswordAuthenticationToken login
          && login.getClass() == UsernamePasswordAuthenticationToken.class
          && login.isAuthenticated()
          && login.getPrincipal() instanceof String
          && login.getCredentials() == null
          && (login.getDetails() == null || login.getDetails() instanceof String)
          && login.getAuthorities().stream().allMatch(FactorGrantedAuthority.class::isInstance);
    }

    @Override
    public void write(DataOutputStream out, Object value) throws IOException {
      Authentication login =
          Objects.requireNonNull(((SecurityContextImpl) value).getAuthentication());
      text(out, login.getName());
      String details = (String) login.getDetails();
      out.writeBoolean(details != null);
      if (details != null) {
        text(out, details);
      }
      out.writeByte(login.getAuthorities().size());
      for (GrantedAuthority authority : login.getAuthorities()) {
        FactorGrantedAuthority factor = (FactorGrantedAuthority) authority;
        text(out, factor.getAuthority());
        time(out, factor.getIssuedAt());
      }
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      String name = text(in);
      String details = in.readBoolean() ? text(in) : null;
      List<GrantedAuthority> factors = new ArrayList<>();
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        factors.add(FactorGrantedAuthority.withAuthority(text(in)).issuedAt(time(in)).build());
      }
      UsernamePasswordAuthenticationToken login =
          UsernamePasswordAuthenticationToken.authenticated(name, null, factors);
      login.setDetails(details);
      return new SecurityContextImpl(login);
    }
  }

  private static final class Csrf implements Form {
    @Override
    public boolean takes(Object value) {
      return value instanceof DefaultCsrfToken;
    }

    @Override
    public void write(DataOutputStream out, Object value) throws IOException {
      DefaultCsrfToken token = (DefaultCsrfToken) value;
      text(out, token.getHeaderName());
      text(out, token.getParameterName());
      text(out, token.getToken());
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return new DefaultCsrfToken(text(in), text(in), text(in));
    }
  }

  /** A page to go on with, that has nothing but its address. */
  private static final class WayBack implements Form {
    @Override
    public boolean takes(Object value) {
      return value instanceof SimpleSavedRequest page
          && "GET".equals(page.getMethod())
          && page.getCookies().isEmpty()
          && page.getHeaderNames().isEmpty()
          && page.getLocales().isEmpty()
          && page.getParameterMap().isEmpty();
    }

    @Override
    public void write(DataOutputStream out, Object value) throws IOException {
      text(out, ((SimpleSavedRequest) value).getRedirectUrl());
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return new SimpleSavedRequest(text(in));
    }
  }

  /** Requests that wait, by their seats. */
  private static final class Seats implements Form {
    @Override
    public boolean takes(Object value) {
      return value instanceof LinkedHashMap<?, ?> seats
          && seats.keySet().stream().allMatch(String.class::isInstance)
          && seats.values().stream().allMatch(Waiting.class::isInstance);
    }

    @Override
    public void write(DataOutputStream out, Object value) throws IOException {
      Map<?, ?> seats = (Map<?, ?>) value;
      out.writeByte(seats.size());
      for (Map.Entry<?, ?> seat : seats.entrySet()) {
        text(out, (String) seat.getKey());
        Waiting waiting = (Waiting) seat.getValue();
        out.writeShort(waiting.parameters().size());
        for (Map.Entry<String, String> parameter : waiting.parameters().entrySet()) {
          text(out, parameter.getKey());
          text(out, parameter.getValue());
        }
        Instant asked = waiting.askedAt();
        out.writeBoolean(asked != null);
        if (asked != null) {
          time(out, asked);
        }
        out.writeBoolean(waiting.chosen());
        out.writeBoolean(waiting.declined());
        time(out, waiting.expiresAt());
      }
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      LinkedHashMap<String, Waiting> seats = new LinkedHashMap<>();
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        seats.put(text(in), waiting(in));
      }
      return seats;
    }

    private static Waiting waiting(DataInputStream in) throws IOException {
      LinkedHashMap<String, String> parameters = new LinkedHashMap<>();
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        parameters.put(text(in), text(in));
      }
      Instant asked = in.readBoolean() ? time(in) : null;
      return new Waiting(parameters, asked, in.readBoolean(), in.readBoolean(), time(in));
    }
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(octets.length);
    out.write(octets);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(octets(in), StandardCharsets.UTF_8);
  }

  /** So many octets as a number before them says. */
  static byte[] octets(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("a length below zero");
    }
    byte[] octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException();
    }
    return octets;
  }

  private static void time(DataOutputStream out, @Nullable Instant time) throws IOException {
    Instant at = Objects.requireNonNull(time);
    out.writeLong(at.getEpochSecond());
    out.writeInt(at.getNano());
  }

  private static Instant time(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
