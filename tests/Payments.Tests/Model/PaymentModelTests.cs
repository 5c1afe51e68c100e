using System.Globalization;
using CsCheck;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Model;

/// <summary>
/// The real service and the real simulator against the model, through any sequence of requests; the seed of one that
/// fails is printed.
/// </summary>
[Collection(nameof(SqliteGroup))]
public sealed class PaymentModelTests(SqliteFixture database)
{
    private const int Sequences = 60;

    private static readonly string[] Tokens = ["tok_visa", "tok_declined", "tok_error_after", "tok_error_before"];

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 3].Select(static i => Tokens[i]), Gen.Int[1, 1_100], Gen.Enum<RefundFate>(),
        static (kind, token, amount, fate) => new Step(
            kind switch
            {
                < 3 => StepKind.Pay,
                3 => StepKind.Cancel,
                4 => StepKind.Verify,
                5 => StepKind.RefundAll,
                6 => StepKind.Repeat,
                _ => StepKind.Refund,
            },
            token,
            amount,
            fate));

    private PaymentsApi Api => database.Service.Api;

    private GatewayUnderTest Gateway => database.Gateway;

    [Fact]
    public Task Service_AnySequenceOfRequests_IsWhatTheModelSays()
        => Steps.Array[1, 14].SampleAsync(RunAsync, iter: Sequences, threads: 1);

    private async Task RunAsync(Step[] steps)
    {
        var run = new Run(await Api.NewOrderAsync(PaymentModel.Total));
        var before = await Gateway.TotalsAsync();
        try
        {
            foreach (var step in steps)
            {
                if (step.Kind is StepKind.Pay or StepKind.Cancel || run.Key is not null)
                {
                    var (reply, expected) = await TakeAsync(run, step);
                    Assert.Equal(expected, reply.Status);
                    await CompareAsync(run);
                }
            }

            var after = await Gateway.TotalsAsync();
            Assert.Equal(run.Model.IsCharged ? 1 : 0, after.Charges - before.Charges);
        }
        finally
        {
            await Gateway.ClearFaultsAsync();
        }
    }

    private async Task<(Reply Reply, int Expected)> TakeAsync(Run run, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Pay:
                var key = PaymentsApi.NewName("key");
                if (run.Model.IsPayable)
                {
                    (run.Key, run.Token) = (key, step.Token);
                }

                return (await PayAsync(run.Order, key, step.Token), run.Model.Pay(step.Token));
            case StepKind.Repeat:
                // The same key again changes nothing, whatever has become of it.
                return (await PayAsync(run.Order, run.Key!, run.Token), run.Model.IsUnknown ? 202 : 200);
            case StepKind.Cancel:
                return (await Api.CancelAsync(run.Order), run.Model.Cancel());
            case StepKind.Verify:
                run.Model.Verify();
                return (await Api.VerifyAsync(run.Key!), 200);
            default:
                await Gateway.SetFaultsAsync(FaultOf(step.Fate));
                int? amount = step.Kind == StepKind.Refund ? step.Amount : null;
                var reply = await Api.RefundAsync(
                    run.Key!, PaymentsApi.NewName("refund"), amount?.ToString(CultureInfo.InvariantCulture));
                return (reply, run.Model.Refund(amount, step.Fate));
        }
    }

    private Task<Reply> PayAsync(string order, string key, string token)
        => Api.PayAsync(order, key, PaymentModel.Total.ToString(CultureInfo.InvariantCulture), token: token);

    private async Task CompareAsync(Run run)
    {
        Assert.Equal(run.Model.OrderStatus, await Api.OrderStatusAsync(run.Order));
        if (run.Model.PaymentStatus is { } status)
        {
            var payment = await Api.ReadPaymentAsync(run.Key!);
            Assert.Equal(
                (status, run.Model.Refunded.ToString(CultureInfo.InvariantCulture)),
                (payment["status"], payment["refunded_amount"]));
        }
    }

    private static string FaultOf(RefundFate fate) => fate switch
    {
        RefundFate.Declined => """{"refunds":{"decline":{"next":1}}}""",
        RefundFate.Lost => """{"refunds":{"error_after":{"next":1}}}""",
        _ => "{}",
    };

    private sealed class Run(string order)
    {
        public PaymentModel Model { get; } = new();

        public string Order => order;

        /// <summary>Of the order's last payment; null before the first.</summary>
        public string? Key { get; set; }

        public string Token { get; set; } = "";
    }

    private sealed record Step(StepKind Kind, string Token, int Amount, RefundFate Fate);
}
