using Leasehold.Simulators.PaymentGateway;

return await PaymentGatewayHost.RunAsync(args);
