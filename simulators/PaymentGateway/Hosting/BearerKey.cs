using System.Security.Cryptography;
using System.Text;
using Leasehold.Simulators.PaymentGateway.Control;
using Leasehold.Simulators.PaymentGateway.Http;

namespace Leasehold.Simulators.PaymentGateway.Hosting;

/// <summary>Lets a request through only with the gateway's bearer key.</summary>
internal sealed class BearerKey(string key, Traffic traffic)
{
    private const string Scheme = "Bearer ";

    private static readonly Refusal Unauthorized =
        new(StatusCodes.Status401Unauthorized, "unauthorized", "A valid bearer key is required.");

    // Digests, so that the comparison takes the same time whatever the length of what was sent.
    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public RequestDelegate Require(RequestDelegate next) => context =>
    {
        if (IsValid(context.Request.Headers.Authorization.ToString()))
        {
            return next(context);
        }

        traffic.CountUnauthorized();
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemAnswer.WriteAsync(context, Unauthorized);
    };

    private bool IsValid(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()));
        return CryptographicOperations.FixedTimeEquals(presented, _digest);
    }
}
