using Leasehold.Payments;
using Leasehold.ServiceDefaults.Startup;

return await ServiceProgram.RunAsync(() => PaymentService.Build(args));
