using Leasehold.CrashLab.Host.Journal;
using Leasehold.Payments;
using Leasehold.ServiceDefaults.Startup;
using Leasehold.Testing;
using Microsoft.Extensions.DependencyInjection;

// What is to go wrong, which a service cannot be told by itself, is the first argument: the plan, empty for none. The
// rest is the payment service's, or behind the word "journal" that of a program which decides about operations.
var plan = args[0];
if (args is [_, "journal", ..])
{
    await JournalProgram.RunAsync(plan, args[2..]);
    return 0;
}

return await ServiceProgram.RunAsync([], last => PaymentService.Build(args[1..], builder =>
{
    last(builder);
    if (plan.Length > 0)
    {
        builder.Services.AddLeaseholdFaults(FaultPlan.Parse(plan));
    }
}));
