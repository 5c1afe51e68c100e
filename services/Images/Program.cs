using Leasehold.Images;
using Leasehold.ServiceDefaults.Startup;

return await ServiceProgram.RunAsync(() => ImageService.Build(args));
