using Leasehold.Payments;
using Leasehold.ServiceDefaults.Startup;
using Leasehold.Testing;
using Microsoft.Extensions.DependencyInjection;

// The payment service with what is to go wrong in it, which the service itself cannot be told: the first argument is
// the plan, empty for none, and the rest is the service's.
var plan = args[0];
return await ServiceProgram.RunAsync([], () => PaymentService.Build(args[1..], builder =>
{
    if (plan.Length > 0)
    {
        builder.Services.AddLeaseholdFaults(FaultPlan.Parse(plan));
    }
}));
