using System.Globalization;

namespace Leasehold.Demo.Cluster;

/// <summary>What to open and what to type in cluster mode.</summary>
/// <remarks>
/// Every line can be pasted into bash and zsh as it is: zsh takes no comments at its prompt and splits no variable into
/// words, and what runs beside is in a subshell, which says nothing of its jobs.
/// </remarks>
internal static class ClusterTour
{
    private static string Sharing(DemoAddresses addresses) =>
        $$"""
          echo '1. An order at one instance, its payment at the other'
          A={{addresses.Payments}} B={{addresses.OtherPayments}} JSON='Content-Type: application/json'
          ORDER=CLUSTER-$(date +%s)
          curl -s $A/api/v1/orders -H "$JSON" \
            -d "{\"order_number\":\"$ORDER\",\"customer_id\":\"C-1\",\"total_amount\":50000}"; echo
          curl -s $B/api/v1/payments/process -H "$JSON" -H "Idempotency-Key: pay-$ORDER" \
            -d "{\"order_number\":\"$ORDER\",\"amount\":50000,\"card_token\":\"tok_visa\"}"; echo

          echo '2. A payment sent to both at once, with the same key: one charge, one answer'
          curl -s -o /dev/null $A/api/v1/orders -H "$JSON" \
            -d "{\"order_number\":\"$ORDER-TWICE\",\"customer_id\":\"C-1\",\"total_amount\":7000}"
          (for URL in $A $B; do
            curl -s -w '\n' $URL/api/v1/payments/process -H "$JSON" -H "Idempotency-Key: pay-$ORDER-TWICE" \
              -d "{\"order_number\":\"$ORDER-TWICE\",\"amount\":7000,\"card_token\":\"tok_visa\"}" &
          done; wait)
        """;

    public static string Missing(IReadOnlyList<string> packages) =>
        $"""
        Cluster mode starts its servers privately from installed packages, and some are not installed. On Debian and
        Ubuntu:

          sudo apt-get install --no-install-recommends {string.Join(' ', packages)}

        With Docker nothing has to be installed: docker compose up --build
        """;

    public static string Text(
        DemoAddresses addresses,
        string folder,
        string settingsFile,
        string commandLine,
        IReadOnlyList<string> servers,
        IReadOnlyList<ServiceInstance> instances) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""

            Leasehold demo, cluster mode
              payment service   {{addresses.Payments}}          process {{instances[0].ProcessId}}
              payment service   {{addresses.OtherPayments}}          process {{instances[1].ProcessId}}
              image service     {{addresses.Images}}          process {{instances[2].ProcessId}}
              image service     {{addresses.OtherImages}}          process {{instances[3].ProcessId}}
              image processor   {{addresses.Processor}}          (pictures: {{addresses.Processor}}/samples)
              payment gateway   {{addresses.Gateway}}          (ledger: {{addresses.Gateway}}/control/ledger)
              {{string.Join("\n  ", servers)}}
              files             {{folder}}

            A tour, to paste into another terminal:

            {{Sharing(addresses)}}

            {{Killing(addresses, instances[0].ProcessId)}}

            {{Pictures(addresses, instances[2].ProcessId)}}

            Nothing restarts the dead instance. By hand, in another terminal (any port will do, for a third one too):

              ( . '{{settingsFile}}'
                {{commandLine}} )

            Ctrl+C stops everything the demo has started.

            """);

    private static string Killing(DemoAddresses addresses, int processId) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
          echo '3. A slow gateway (3 s), twenty payments at the first instance, and its sudden death amid them'
          curl -s -X PUT {{addresses.Gateway}}/control/faults -H "$JSON" -d '{"latency_ms":3000}' > /dev/null
          for i in $(seq 20); do
            curl -s -o /dev/null $A/api/v1/orders -H "$JSON" \
              -d "{\"order_number\":\"$ORDER-$i\",\"customer_id\":\"C-1\",\"total_amount\":1000}"; done
          (for i in $(seq 20); do
            curl -s -o /dev/null $A/api/v1/payments/process -H "$JSON" -H "Idempotency-Key: pay-$ORDER-$i" \
              -d "{\"order_number\":\"$ORDER-$i\",\"amount\":1000,\"card_token\":\"tok_visa\"}" & done
          sleep 2; kill -9 {{processId}}; wait)
          curl -s -X PUT {{addresses.Gateway}}/control/faults -H "$JSON" -d '{}' > /dev/null

          echo '4. The other instance takes them over when the claims of the dead one are up, after ten seconds here'
          states() { for i in $(seq 20); do
            curl -s $B/api/v1/payments/PAY-pay-$ORDER-$i | grep -o '"status":"[a-z_]*"'; done | sort | uniq -c; }
          for n in $(seq 20); do date +%T; states; states | grep -q processing || break; sleep 2; done
          states | grep -q '20 "status":"completed"' && echo 'Proved: all twenty are paid, by the one that lives.'

          echo '5. The books of the gateway: every payment once, none twice'
          curl -s "{{addresses.Gateway}}/control/ledger?limit=1" | grep '"duplicates": 0' && echo 'Proved: none twice.'
        """);

    private static string Pictures(DemoAddresses addresses, int processId) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
          echo '6. Thirty pictures at one image service, each two seconds of work; they share the backlog, and one dies'
          I={{addresses.Images}} J={{addresses.OtherImages}}
          curl -s -X PUT {{addresses.Processor}}/control/faults -H "$JSON" -d '{"latency_ms":2000}' > /dev/null
          TASKS=$(for i in $(seq 30); do
            curl -s $I/api/v1/images/process-async -H "$JSON" \
              -d '{"url":"{{addresses.Processor}}/samples/tiles.webp","options":{"width":320} }' \
              | sed 's/.*"task_id":"\([0-9a-f]*\)".*/\1/'; echo; done)
          kill -9 {{processId}}
          curl -s -X PUT {{addresses.Processor}}/control/faults -H "$JSON" -d '{}' > /dev/null
          images() { echo "$TASKS" | while read -r T; do
            curl -s $J/api/v1/images/$T | grep -o '"status":"[a-z_]*"'; done | sort | uniq -c; }
          for n in $(seq 20); do date +%T; images; images | grep -Eq 'pending|processing' || break; sleep 2; done
          images | grep -q '30 "status":"completed"' && echo 'Proved: all thirty are there.'
        """);
}
