namespace Leasehold.PublicApi.Tests.Exceptions;

/// <summary>One type to catch for all packages, and exceptions that an application's own tests can throw.</summary>
public sealed class ExceptionTests
{
    private const int PackagesAtLeast = 15;

    public static TheoryData<Type> Exceptions =>
    [
        .. Packages.Assemblies
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type.IsAssignableTo(typeof(Exception)) && type != typeof(LeaseholdException)),
    ];

    [Fact]
    public void Exceptions_OfAllPackages_AreSeen()
    {
        Assert.InRange(Packages.Assemblies.Count, PackagesAtLeast, int.MaxValue);
        Assert.Contains(
            "Leasehold.EntityFrameworkCore.WorkloadMismatchException",
            Exceptions.Select(static row => row.Data.FullName),
            StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Type_OfAnException_DerivesFromTheOneBase(Type type) =>
        Assert.Equal(typeof(LeaseholdException), type.BaseType);

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Constructor_WithAMessage_IsPublic(Type type)
    {
        var thrown = Assert.IsType<LeaseholdException>(
            Activator.CreateInstance(type, "what happened"), exactMatch: false);

        Assert.Contains("what happened", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Constructor_WithAnInnerException_IsPublic(Type type)
    {
        var inner = new TimeoutException();

        var thrown = Assert.IsType<LeaseholdException>(
            Activator.CreateInstance(type, "what happened", inner), exactMatch: false);

        Assert.Contains("what happened", thrown.Message, StringComparison.Ordinal);
        Assert.Same(inner, thrown.InnerException);
    }
}
