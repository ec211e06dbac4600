package org.xinfu.trust.client.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchRefusal;

/**
 * The address that a connection goes to: the host was resolved once, every address of it was
 * checked, and nobody asks again, so that a second answer of the name server changes nothing (DNS
 * rebinding).
 */
final class PinnedAddress {
  private PinnedAddress() {}

  static InetAddress of(URI uri, FetchLimits limits, Resolver resolver, Deadline deadline)
      throws FetchFailure {
    InetAddress[] all = resolve(bare(uri.getHost()), resolver, deadline);
    if (all.length == 0) {
      throw new FetchFailure(FetchRefusal.HOST_UNKNOWN, "no address");
    }
    for (InetAddress address : all) {
      if (!AddressRules.isPublic(address) && !limits.inside(uri)) {
        throw new FetchFailure(FetchRefusal.ADDRESS_NOT_PUBLIC, address.getHostAddress());
      }
    }
    return all[0];
  }

  /** Name servers may be slow: waiting for them counts as well. */
  private static InetAddress[] resolve(String host, Resolver resolver, Deadline deadline)
      throws FetchFailure {
    FutureTask<InetAddress[]> answer = new FutureTask<>(() -> resolver.resolve(host));
    Thread asking = new Thread(answer, "xinfu-resolve");
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get(deadline.left(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FetchFailure(FetchRefusal.TOO_SLOW, "no answer from the name server");
    } catch (ExecutionException e) {
      throw new FetchFailure(FetchRefusal.HOST_UNKNOWN, "the name does not resolve");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchFailure(FetchRefusal.TOO_SLOW, "interrupted");
    }
  }

  /** {@link URI#getHost} keeps the brackets of an IPv6 literal. */
  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
