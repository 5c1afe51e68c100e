using Microsoft.Extensions.Logging;

namespace Leasehold.AspNetCore;

/// <summary>This assembly's log lines: event ids 2000 to 2099, never reused.</summary>
internal static partial class Log
{
    // 2000 to 2012 were those of problems and callers, which are the services' own now; 2020 is the core's 1023.
    [LoggerMessage(2030, LogLevel.Warning,
        "{Mapped} refused {Call}, since its endpoint has no authorization. Add .RequireAuthorization(\"your policy\") "
        + "behind it; or .AllowAnonymous(), where something in front decides who may come in. Said once.")]
    public static partial void NoPolicy(ILogger logger, string mapped, string call);

    [LoggerMessage(2031, LogLevel.Warning,
        "UseLeasehold stands before UseRouting, so the endpoint of a request was not known: its flow has no name and "
        + "leases from Api. Call UseLeasehold after UseRouting. Said once.")]
    public static partial void BeforeRouting(ILogger logger);

    [LoggerMessage(2032, LogLevel.Warning,
        "UseLeasehold stands before the application's exception handler, which answered a refused lease with 500. Call "
        + "UseLeasehold after UseExceptionHandler for 503 and Retry-After. Said once.")]
    public static partial void BeforeExceptionHandler(ILogger logger);
}
