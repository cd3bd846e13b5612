package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.Set;

/**
 * Functions of glibc that programs use and that musl's libc up to 1.2.5 does not have: the checked variants that
 * {@code _FORTIFY_SOURCE} makes of calls, and extensions. musl's loader binds all symbols at once, so a file that needs
 * one of them is not loaded.
 */
final class GlibcOnlySymbols {

    static final Set<String> ALL = Set.of("""
        __asprintf_chk __confstr_chk __dprintf_chk __explicit_bzero_chk __fdelt_chk __fgets_chk __fgetws_chk
        __fprintf_chk __fread_chk __fread_unlocked_chk __fwprintf_chk __getcwd_chk __getgroups_chk __gethostname_chk
        __gets_chk __longjmp_chk __mbsnrtowcs_chk __mbsrtowcs_chk __mbstowcs_chk __memcpy_chk __memmove_chk
        __mempcpy_chk __memset_chk __poll_chk __ppoll_chk __pread64_chk __pread_chk __printf_chk __read_chk
        __readlink_chk __readlinkat_chk __realpath_chk __recv_chk __recvfrom_chk __snprintf_chk __sprintf_chk
        __stpcpy_chk __stpncpy_chk __strcat_chk __strcpy_chk __strncat_chk __strncpy_chk __swprintf_chk __syslog_chk
        __vasprintf_chk __vdprintf_chk __vfprintf_chk __vfwprintf_chk __vprintf_chk __vsnprintf_chk __vsprintf_chk
        __vswprintf_chk __vsyslog_chk __vwprintf_chk __wcscat_chk __wcscpy_chk __wcsncpy_chk __wmemcpy_chk
        __wmemmove_chk __wmemset_chk __wprintf_chk __libc_single_threaded __mempcpy __rawmemchr __register_atfork
        __strdup __strtok_r __res_nsearch argp_error argp_parse argp_usage arc4random arc4random_buf backtrace
        backtrace_symbols backtrace_symbols_fd canonicalize_file_name close_range dladdr1 dlmopen dlvsym error
        error_at_line fcloseall fcntl64 getcontext gnu_get_libc_version makecontext mallinfo mallinfo2 malloc_info
        malloc_stats malloc_trim mallopt mcheck mtrace muntrace on_exit pidfd_open printf_size
        pthread_attr_setaffinity_np pthread_cond_clockwait pthread_mutex_clocklock pthread_yield pvalloc
        random_r rawmemchr re_search register_printf_function rpmatch setcontext sigabbrev_np
        sigdescr_np srandom_r strerrorname_np strfromd strtof128 strtoq strtouq swapcontext tgkill wmempcpy\
        """.split("\\s+"));

    private GlibcOnlySymbols() {}
}
