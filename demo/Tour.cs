namespace Leasehold.Demo;

/// <summary>What to open and what to type; every line can be pasted into a shell as it is.</summary>
internal static class Tour
{
    private const string Pictures =
        $$"""
          # 8. a picture: wait for it, and fetch the stored result to look at
          TASK=$(curl -s {{DemoAddresses.Images}}/api/v1/images/process-sync -H 'Content-Type: application/json' \
            -d '{"url":"{{DemoAddresses.Processor}}/samples/tiles.webp","options":{"width":320,"format":"png"} }' \
            | tee /dev/stderr | sed 's/.*"task_id":"\([0-9a-f]*\)".*/\1/'); echo
          curl -s {{DemoAddresses.Images}}/api/v1/images/$TASK/content -o result.png; ls -l result.png

          # 9. upload it again, turned and grey; then ask for it
          TASK=$(curl -s {{DemoAddresses.Images}}/api/v1/images/upload -F 'file=@result.png;type=image/png' \
            -F 'options={"rotate":90,"grayscale":true}' | sed 's/.*"task_id":"\([0-9a-f]*\)".*/\1/')
          sleep 1; curl -s {{DemoAddresses.Images}}/api/v1/images/$TASK; echo
        """;

    public static string Text(string data) =>
        $$"""

        Leasehold demo
          open this         {{DemoAddresses.Page}}          (before and after, played; links to the rest)
          payment service   {{DemoAddresses.Payments}}          (API reference: {{DemoAddresses.Payments}}/scalar)
          image service     {{DemoAddresses.Images}}          (API reference: {{DemoAddresses.Images}}/scalar)
          image processor   {{DemoAddresses.Processor}}          (sample pictures: {{DemoAddresses.Processor}}/samples)
          payment gateway   {{DemoAddresses.Gateway}}          (ledger: {{DemoAddresses.Gateway}}/control/ledger)
          dashboards        {{DemoAddresses.Payments}}/leasehold  {{DemoAddresses.Images}}/leasehold
          files             {{data}}

        A tour, to paste into another terminal:

          # 1. an order
          ORDER=DEMO-$(date +%s)
          curl -s {{DemoAddresses.Payments}}/api/v1/orders -H 'Content-Type: application/json' \
            -d "{\"order_number\":\"$ORDER\",\"customer_id\":\"C-1\",\"total_amount\":50000}"; echo

          # 2. pay it: database, then the gateway with no connection held, then database again
          curl -s {{DemoAddresses.Payments}}/api/v1/payments/process -H 'Content-Type: application/json' \
            -H "Idempotency-Key: pay-$ORDER" \
            -d "{\"order_number\":\"$ORDER\",\"amount\":50000,\"card_token\":\"tok_visa\"}"; echo

          # 3. send it again: the same answer, with 'Idempotent-Replayed: true', and no second charge
          curl -si {{DemoAddresses.Payments}}/api/v1/payments/process -H 'Content-Type: application/json' \
            -H "Idempotency-Key: pay-$ORDER" \
            -d "{\"order_number\":\"$ORDER\",\"amount\":50000,\"card_token\":\"tok_visa\"}"; echo

          # 4. read it, in Korean
          curl -s {{DemoAddresses.Payments}}/api/v1/payments/PAY-pay-$ORDER -H 'Accept-Language: ko'; echo

          # 5. give part of it back, then the rest
          curl -s {{DemoAddresses.Payments}}/api/v1/payments/PAY-pay-$ORDER/refund -H 'Content-Type: application/json' \
            -H "Idempotency-Key: refund-$ORDER" -d '{"amount":20000,"reason":"one item returned"}'; echo
          curl -s -X POST {{DemoAddresses.Payments}}/api/v1/payments/PAY-pay-$ORDER/refund; echo

          # 6. make the gateway slow (2 s), pay two hundred orders at once, and watch the pools meanwhile
          curl -s -X PUT {{DemoAddresses.Gateway}}/control/faults -H 'Content-Type: application/json' \
            -d '{"latency_ms":2000}' > /dev/null
          for i in $(seq 200); do (
            curl -s -o /dev/null {{DemoAddresses.Payments}}/api/v1/orders -H 'Content-Type: application/json' \
              -d "{\"order_number\":\"$ORDER-$i\",\"customer_id\":\"C-1\",\"total_amount\":1000}"
            curl -s -o /dev/null {{DemoAddresses.Payments}}/api/v1/payments/process \
              -H 'Content-Type: application/json' -H "Idempotency-Key: pay-$ORDER-$i" \
              -d "{\"order_number\":\"$ORDER-$i\",\"amount\":1000,\"card_token\":\"tok_visa\"}" ) & done
          sleep 1; curl -s {{DemoAddresses.Payments}}/leasehold/snapshot; echo; wait
          curl -s {{DemoAddresses.Payments}}/leasehold/snapshot; echo
          curl -s -X PUT {{DemoAddresses.Gateway}}/control/faults -H 'Content-Type: application/json' \
            -d '{}' > /dev/null

          # 7. what the gateway has in its books
          curl -s "{{DemoAddresses.Gateway}}/control/ledger?limit=1"; echo

        {{Pictures}}

        Ctrl+C stops all of it.

        """;
}
