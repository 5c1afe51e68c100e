using Leasehold.Simulators.PaymentGateway.Control;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>One look-up through the faulty line; what is looked up is the caller's.</summary>
internal sealed class LookupExchange(LedgerWriter ledger, FaultDial faults, FaultyLine line, Traffic traffic)
{
    /// <param name="context">The request.</param>
    /// <param name="record">Its row in the requests log.</param>
    /// <param name="find">The answer under a fault; null when nothing is found.</param>
    public async Task RunAsync(HttpContext context, RequestRecord record, Func<Fault, byte[]?> find)
    {
        using var visit = traffic.Lookups.Enter();
        var roll = faults.Current.RollLookup();
        var before = roll.Before();
        if (before != Fault.None)
        {
            await ledger.AppendAsync(new RequestEntry(record with { Fault = before }));
            await line.FailAsync(context, before, roll.Faults);
            return;
        }

        if (!await line.PauseAsync(context, roll.Latency()))
        {
            return;
        }

        var after = roll.After();
        var body = find(after);
        await ledger.AppendAsync(new RequestEntry(
            record with { Fault = after, Outcome = body is null ? Outcomes.NotFound : Outcomes.Found }));
        if (!await line.PauseAsync(context, roll.AnswerDelay))
        {
            return;
        }

        if (body is not null)
        {
            await line.AnswerAsync(context, after, roll.Faults, body);
        }
        else if (after is Fault.ErrorAfter or Fault.DropAfter or Fault.HangAfter)
        {
            await line.FailAsync(context, after, roll.Faults);
        }
        else
        {
            await ProblemAnswer.WriteAsync(context, Refusal.NotFound("Nothing was found."));
        }
    }
}
