using Leasehold.Payments;
using Leasehold.ServiceDefaults.Startup;

return await ServiceProgram.RunAsync(args, () => PaymentService.Build(args));
