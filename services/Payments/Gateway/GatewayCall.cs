namespace Leasehold.Payments.Gateway;

/// <summary>The kinds of calls, as the log names them.</summary>
internal static class GatewayCall
{
    public const string Charge = "charge";
    public const string Refund = "refund";
    public const string Lookup = "lookup";
}
