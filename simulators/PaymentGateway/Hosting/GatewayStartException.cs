namespace Leasehold.Simulators.PaymentGateway.Hosting;

/// <summary>The gateway cannot start; the message names the setting to change.</summary>
internal sealed class GatewayStartException(string message) : Exception(message);
