namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>The ways in which applications register a context.</summary>
public enum Registration
{
    Context,
    ContextPool,
    Factory,
    PooledFactory,
}
