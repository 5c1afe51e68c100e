namespace Leasehold.Payments.Gateway;

/// <summary>What of the gateway's problem details is of use.</summary>
internal sealed class GatewayProblem
{
    public string? Code { get; set; }
}
