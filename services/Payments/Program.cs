using Leasehold.Payments;
using Leasehold.ServiceDefaults.Startup;

return await ServiceProgram.RunAsync(args, last => PaymentService.Build(args, last));
